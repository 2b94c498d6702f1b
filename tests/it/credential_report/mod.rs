mod accounts_in_one_csv;
mod further_columns;
mod regressions;
mod remarks;
mod values;
