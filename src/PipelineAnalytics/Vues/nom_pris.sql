-- $1 vue: the table that stands where it would go, if it is not the vue's own
select coalesce(
  (select 'public.' || $1 where to_regclass(format('public.%I', $1::text)) is not null and not exists (select from pipeline.vue where vue = $1)),
  (select 'pipeline.' || $1 where to_regclass(format('pipeline.%I', $1::text)) is not null)
)
