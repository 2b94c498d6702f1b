mod accounts_in_one_csv;
