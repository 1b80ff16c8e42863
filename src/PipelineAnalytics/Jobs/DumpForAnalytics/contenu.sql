-- {valeurs} the columns of {table}, as they were copied: how many rows, and a sum over them that another content does not give, in whatever order
-- they are read. In UTF-8, so that two encodings compare.
select count(*), coalesce(sum(('x' || left(md5(convert_to(row({valeurs})::text, 'UTF8')), 15))::bit(60)::bigint), 0)::text
from only {table}
