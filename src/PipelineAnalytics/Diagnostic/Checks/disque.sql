-- Bytes of this database, of the mirror that stands aside in it, and of the log that the server lets grow between checkpoints.
select pg_database_size(current_database()),
       coalesce((select sum(pg_total_relation_size(c.oid)) from pg_class c where c.relnamespace = to_regnamespace('pipeline_miroir_precedent') and c.relkind in ('r', 'm')), 0)::bigint,
       (select setting::bigint * 1048576 from pg_settings where name = 'max_wal_size')
