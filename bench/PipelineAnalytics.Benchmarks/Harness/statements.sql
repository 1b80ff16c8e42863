-- $1 a database: the statements that took longest since the last reset, in milliseconds.
select round(sum(s.total_exec_time)::numeric)::bigint as duree_ms,
       sum(s.calls)::bigint as appels,
       sum(s.rows)::bigint as lignes,
       round(sum(s.wal_bytes) / 1048576)::bigint as wal_mo,
       left(regexp_replace(regexp_replace(s.query, '--[^\n]*', '', 'g'), '\s+', ' ', 'g'), 120) as requete
from pg_stat_statements s
join pg_database d on d.oid = s.dbid
where d.datname = $1
group by s.query
having sum(s.total_exec_time) >= 5
order by 1 desc
limit 16
