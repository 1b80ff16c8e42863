-- $1 seconds. Runs without an end whose process shows no sign of life, or whose session is gone: with the name of their sessions,
-- some of which may still be there and even commit. A run of a version that gave none is known by its one session.
select s.id, s.type_job, s.sessions
from pipeline.suivi_job s
where s.date_fin is null and s.sessions is not null
  and (s.battement < clock_timestamp() - make_interval(secs => $1)
       or not exists (select from pg_stat_activity a where a.pid = s.session_pid and a.backend_start = s.session_debut))
