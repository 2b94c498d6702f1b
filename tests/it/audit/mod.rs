mod reports_of_one_account;
