-- $1 schema, $2 table: row versions that VACUUM had to leave, because an older session may still see them.
select n_dead_tup from pg_stat_all_tables where schemaname = $1 and relname = $2
