mod accounts_in_one_csv;
mod regressions;
mod values;
