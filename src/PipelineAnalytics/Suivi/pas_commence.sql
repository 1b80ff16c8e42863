-- $1 verb, $2 instant
insert into pipeline.suivi_job (type_job, date_debut, session_pid, session_debut)
select $1, $2, pg_backend_pid(), backend_start
from pg_stat_activity
where pid = pg_backend_pid()
returning id
