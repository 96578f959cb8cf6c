"""Files of cases (CSV): read as a stream, column by column, each row a case or a reason why not. Knows no database."""
