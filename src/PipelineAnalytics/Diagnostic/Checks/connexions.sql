-- How many more connections this user may open, ours of now counted as free, and the limit that says so: the server's, the database's or the role's.
with libre (nb, limite) as (
  select current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint - coalesce(current_setting('reserved_connections', true)::bigint, 0)
         - (select count(*) from pg_stat_activity where datid is not null and usesysid is not null and application_name not like 'pipeline-analytics%'),
         'max_connections = ' || current_setting('max_connections')
  union all
  select d.datconnlimit - (select count(*) from pg_stat_activity a where a.datname = d.datname and a.application_name not like 'pipeline-analytics%'), 'connection limit of the database = ' || d.datconnlimit
  from pg_database d
  where d.datname = current_database() and d.datconnlimit >= 0
  union all
  select r.rolconnlimit - (select count(*) from pg_stat_activity a where a.usename = r.rolname and a.application_name not like 'pipeline-analytics%'), 'connection limit of the role = ' || r.rolconnlimit
  from pg_roles r
  where r.rolname = current_user and r.rolconnlimit >= 0
)
select nb, limite from libre order by nb limit 1
