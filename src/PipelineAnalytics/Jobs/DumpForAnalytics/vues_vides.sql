-- Materialized views that production has not filled.
select c.relname::text from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'm' and not c.relispopulated
