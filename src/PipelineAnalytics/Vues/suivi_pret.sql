-- Whether the bookkeeping of the vues is there, and of this version
select exists (
  select
  from pg_attribute
  where attrelid = to_regclass('pipeline.vue_semaine') and attname = 'duree_ms' and to_regclass('pipeline.revision') is not null
)
