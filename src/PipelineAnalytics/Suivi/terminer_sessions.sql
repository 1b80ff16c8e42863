-- $1 application_name. Ends those sessions, in any database of the server; how many there were, and how many were told to end.
select count(*), count(*) filter (where pg_terminate_backend(pid))
from pg_stat_activity
where application_name = $1 and pid <> pg_backend_pid()
