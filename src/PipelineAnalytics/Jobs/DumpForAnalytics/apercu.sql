-- {table} a large table, {pourcent} percent of its pages to look at; {fin} which of them are its last; $1 a transaction:
-- is there a row that was written since? What is inserted comes at the end or where there is room, what is updated anywhere.
-- Yes is certain; no is not: that takes preuve_lignes.sql.
select exists (select from only {table} where {fin} and age(xmin) <= age($1::text::xid))
    or exists (select from only {table} tablesample system ({pourcent}) where age(xmin) <= age($1::text::xid))
