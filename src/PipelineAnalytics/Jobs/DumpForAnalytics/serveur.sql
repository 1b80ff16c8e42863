-- This start of the server, and the database: transactions are numbered within them. A server that was restarted may have been brought back to
-- an earlier state; one that was promoted may number other transactions alike. The oldest transaction that this snapshot does not see ended.
select concat_ws(' ', extract(epoch from pg_postmaster_start_time()), pg_is_in_recovery(), d.oid), pg_snapshot_xmin(pg_current_snapshot())::text::bigint
from pg_database d
where d.datname = current_database()
