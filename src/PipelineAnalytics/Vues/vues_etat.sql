-- $1 vues: those, and those whose folder is gone but whose table stays; how many weeks each has, the last of them, and whether that is provisional
select v.vue, v.vue <> all ($1::text[]) as sans_dossier, count(p.semaine)::integer, max(p.semaine), coalesce(bool_or(p.provisoire), false)
from (
  select unnest($1::text[]) as vue
  union
  select vue from pipeline.vue where to_regclass(format('public.%I', vue)) is not null
) v
left join pipeline.vue_semaine p on p.vue = v.vue
group by v.vue
order by sans_dossier, v.vue
