//! What frameworks ask of the root user, by framework and version. Each control names the rules that have to do with it.
//!
//! Controls about access keys ask that the root user has none, and a disabled key is one: that no key is active does not show
//! that there is none.

use crate::model::finding::KEY_RULES;

/// A framework of controls, in one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framework {
    /// The framework's name, without its version.
    pub name: &'static str,
    /// The version, as its publisher writes it; `None` where there is none.
    pub version: Option<&'static str>,
    /// Who publishes it.
    pub organization: &'static str,
    /// Where it is published.
    pub url: &'static str,
    /// Who says that these controls have to do with it.
    pub source: &'static str,
    /// The controls that the rules have to do with.
    pub controls: &'static [Control],
}

/// A control of a framework, or what it calls its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Control {
    /// The control's id there.
    pub id: &'static str,
    /// The control's title, or how its text begins.
    pub title: &'static str,
    /// The ids of the rules that have to do with it.
    pub rules: &'static [&'static str],
    /// Who says so, where it is not who speaks for the framework's other controls.
    pub source: Option<&'static str>,
}

/// A control about access keys.
const fn control(id: &'static str, title: &'static str) -> Control {
    Control { id, title, rules: &KEY_RULES, source: None }
}

/// A control about multi-factor authentication.
const fn mfa(id: &'static str, title: &'static str) -> Control {
    Control { id, title, rules: &["root-mfa-off"], source: Some(PROWLER_MFA) }
}

/// A control about the use of the root user.
const fn usage(id: &'static str, title: &'static str) -> Control {
    Control { id, title, rules: &["root-recently-used"], source: Some(PROWLER_USAGE) }
}

const SECURITY_HUB: &str =
    "AWS Security Hub User Guide, Security Hub controls for IAM, IAM.4, Related requirements";
const PROWLER: &str = "Prowler, compliance/aws, the requirements of iam_no_root_access_key";
const PROWLER_MFA: &str = "Prowler, compliance/aws, the requirements of iam_root_mfa_enabled";
const PROWLER_USAGE: &str = "Prowler, compliance/aws, the requirements of iam_avoid_root_usage";
const OF_ITSELF: &str = "the publisher's own text, which names the root user's access keys";

const fn cis(version: &'static str, source: &'static str, controls: &'static [Control]) -> Framework {
    Framework {
        name: "CIS AWS Foundations Benchmark",
        version: Some(version),
        organization: "Center for Internet Security",
        url: "https://www.cisecurity.org/benchmark/amazon_web_services",
        source,
        controls,
    }
}

const OF_BENCHMARK: &str = "the benchmark's own text";
const NO_ROOT_KEY: &str = "Ensure no 'root' user account access key exists";
const ROOT_MFA: &str = "Ensure MFA is enabled for the 'root' user account";
const NO_ROOT_USE: &str = "Eliminate use of the 'root' user for administrative and daily tasks";

/// Every framework. The lists of Security Hub, of Prowler and of Turbot's Steampipe were compared; where they differ, AWS's
/// counts.
pub const FRAMEWORKS: &[Framework] = &[
    Framework {
        name: "AWS Security Hub",
        version: None,
        organization: "Amazon Web Services",
        url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
        source: OF_ITSELF,
        controls: &[
            control("IAM.4", "IAM root user access key should not exist"),
            Control { source: None, ..mfa("IAM.9", "MFA should be enabled for the root user") },
        ],
    },
    Framework {
        name: "AWS Well-Architected Framework",
        version: None,
        organization: "Amazon Web Services",
        url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_securely_operate_aws_account.html",
        source: OF_ITSELF,
        controls: &[Control {
            id: "SEC01-BP02",
            title: "Secure account root user and properties",
            rules: &[
                KEY_RULES[0],
                KEY_RULES[1],
                "root-mfa-off",
                "root-certificate-active",
                "root-recently-used",
            ],
            source: None,
        }],
    },
    cis(
        "1.2.0",
        SECURITY_HUB,
        &[
            control("1.12", "Ensure no root account access key exists"),
            Control {
                source: Some(OF_BENCHMARK),
                ..mfa("1.13", "Ensure MFA is enabled for the root account")
            },
            Control { source: Some(OF_BENCHMARK), ..usage("1.1", "Avoid the use of the root account") },
        ],
    ),
    cis("1.3.0", PROWLER, &[control("1.4", "Ensure no root user account access key exists")]),
    cis(
        "1.4.0",
        SECURITY_HUB,
        &[control("1.4", NO_ROOT_KEY), mfa("1.5", ROOT_MFA), usage("1.7", NO_ROOT_USE)],
    ),
    cis("1.5.0", PROWLER, &[control("1.4", NO_ROOT_KEY), mfa("1.5", ROOT_MFA), usage("1.7", NO_ROOT_USE)]),
    cis("2.0.0", PROWLER, &[control("1.4", NO_ROOT_KEY), mfa("1.5", ROOT_MFA), usage("1.7", NO_ROOT_USE)]),
    cis(
        "3.0.0",
        SECURITY_HUB,
        &[control("1.4", NO_ROOT_KEY), mfa("1.5", ROOT_MFA), usage("1.7", NO_ROOT_USE)],
    ),
    cis("4.0.1", PROWLER, &[control("1.4", NO_ROOT_KEY), mfa("1.5", ROOT_MFA), usage("1.7", NO_ROOT_USE)]),
    cis(
        "5.0.0",
        SECURITY_HUB,
        &[control("1.3", NO_ROOT_KEY), mfa("1.4", ROOT_MFA), usage("1.6", NO_ROOT_USE)],
    ),
    cis("6.0.0", PROWLER, &[control("2.3", NO_ROOT_KEY), mfa("2.4", ROOT_MFA), usage("2.6", NO_ROOT_USE)]),
    cis("7.0.0", PROWLER, &[control("2.4", NO_ROOT_KEY), mfa("2.5", ROOT_MFA), usage("2.7", NO_ROOT_USE)]),
    Framework {
        name: "NIST SP 800-53",
        version: Some("Rev. 5"),
        organization: "National Institute of Standards and Technology",
        url: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
        source: SECURITY_HUB,
        controls: &[
            control("AC-2(1)", "Automated System Account Management"),
            control("AC-3(7)", "Role-based Access Control"),
            control("AC-3(15)", "Discretionary and Mandatory Access Control"),
            control("AC-6", "Least Privilege"),
            control("AC-6(2)", "Non-privileged Access for Nonsecurity Functions"),
            control("AC-6(10)", "Prohibit Non-privileged Users from Executing Privileged Functions"),
            mfa("IA-2(1)", "Multi-factor Authentication to Privileged Accounts"),
        ],
    },
    Framework {
        name: "NIST Cybersecurity Framework",
        version: Some("1.1"),
        organization: "National Institute of Standards and Technology",
        url: "https://www.nist.gov/cyberframework",
        source: PROWLER,
        controls: &[
            control(
                "PR.AC-1",
                "Identities and credentials are issued, managed, verified, revoked, and audited for authorized devices, \
                 users and processes",
            ),
            control(
                "PR.AC-4",
                "Access permissions and authorizations are managed, incorporating the principles of least privilege and \
                 separation of duties",
            ),
        ],
    },
    Framework {
        name: "PCI DSS",
        version: Some("3.2.1"),
        organization: "PCI Security Standards Council",
        url: "https://www.pcisecuritystandards.org/document_library/",
        source: SECURITY_HUB,
        controls: &[
            control(
                "2.1",
                "Always change vendor-supplied defaults and remove or disable unnecessary default accounts",
            ),
            control("2.2", "Develop configuration standards for all system components"),
            control("7.2.1", "Coverage of all system components"),
        ],
    },
    Framework {
        name: "PCI DSS",
        version: Some("4.0"),
        organization: "PCI Security Standards Council",
        url: "https://www.pcisecuritystandards.org/document_library/",
        source: "AWS Security Hub User Guide, Related requirements of IAM.4, and Prowler",
        controls: &[
            control("7.2.2", "Access is assigned to users, including privileged users"),
            control(
                "8.2.2",
                "Group, shared, or generic IDs are only used when necessary on an exception basis",
            ),
        ],
    },
    Framework {
        name: "ISO/IEC 27001",
        version: Some("2022"),
        organization: "ISO/IEC",
        url: "https://www.iso.org/standard/27001",
        source: PROWLER,
        controls: &[control("A.5.15", "Access control"), mfa("A.8.5", "Secure authentication")],
    },
    Framework {
        name: "SOC 2",
        version: Some("2017 Trust Services Criteria"),
        organization: "American Institute of Certified Public Accountants",
        url: "https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022",
        source: "the criterion's own text on logical access; no mapping by the publisher names this check",
        controls: &[control("CC6.1", "Logical access security over protected information assets")],
    },
    Framework {
        name: "CWE",
        version: None,
        organization: "MITRE",
        url: "https://cwe.mitre.org/data/definitions/250.html",
        source: "the weakness that such a key is, by its description",
        controls: &[control("CWE-250", "Execution with Unnecessary Privileges")],
    },
];
