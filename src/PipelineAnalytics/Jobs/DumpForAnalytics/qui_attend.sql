-- $1 sessions, $2 the name that our tools give theirs: those of them behind which another session waits for a lock.
select distinct b.pid, coalesce(s.application_name = $2, false) as outil
from (select distinct pid from pg_locks where not granted) a
cross join lateral unnest(pg_blocking_pids(a.pid)) b (pid)
left join pg_stat_activity s on s.pid = b.pid
where b.pid = any ($1) or s.application_name = $2
