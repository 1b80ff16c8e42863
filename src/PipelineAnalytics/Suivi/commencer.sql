-- $1 verb, $2 instant, $3 application_name of the run's sessions, $4 the night's date, or null
insert into pipeline.suivi_job (type_job, date_debut, session_pid, session_debut, sessions, battement, date_metier)
select $1, $2, pg_backend_pid(), backend_start, $3, clock_timestamp(), $4
from pg_stat_activity
where pid = pg_backend_pid()
returning id
