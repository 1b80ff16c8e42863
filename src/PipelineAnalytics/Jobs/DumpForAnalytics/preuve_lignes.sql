-- {table} a table; $1 a transaction, $2 the same as the server counts them, without end: how many rows there are, how many transactions
-- ago the newest of them was written, how many ago that transaction was, and how many have begun since.
--
-- A row is never written in place: an insert and an update leave a version whose xmin is their transaction, and a delete makes the count
-- smaller. Where no row is newer than a transaction before which all had ended when the copy's snapshot was taken, and there are as
-- many rows as there were, they are the same rows. (A frozen row keeps its xmin; where that number has come round since, it may look new, never old.)
select count(*), coalesce(min(age(xmin)), 2147483647) as plus_recente, age($1::text::xid) as reference, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - $2 as depuis
from only {table}
