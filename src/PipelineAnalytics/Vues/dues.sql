-- $1 vues, $2 fingerprints of their models, $3 zone, $4 first Monday, $5 last Monday
-- One row per week and vue that is due, with the reasons. A week counts as changed when any week of its two-month window did: those
-- are named, as text, for events may date from before the calendar of programs. A published week that has no event any more is due
-- too: it is to be emptied.
with semaine as (
  select semaine from pipeline.semaine where nb_evenements > 0 and semaine between $4 and $5
  union
  select semaine from pipeline.vue_semaine where vue = any ($1::text[]) and semaine between $4 and $5
), etat as (
  select t.semaine, v.vue, p.semaine is not null as publiee, coalesce(s.nb_evenements, 0) <= 0 as vide,
         coalesce(p.provisoire, false) as provisoire, coalesce(p.empreinte <> v.empreinte, false) as modele, coalesce(p.fuseau <> $3, false) as fuseau,
         array(
           select f.semaine::text
           from pipeline.semaine f
           where f.semaine between (t.semaine - interval '2 months')::date - 6 and t.semaine and f.changement > p.changement
           order by f.semaine
         ) as changees
  from semaine t
  cross join unnest($1::text[], $2::text[]) v (vue, empreinte)
  left join pipeline.semaine s on s.semaine = t.semaine
  left join pipeline.vue_semaine p on p.vue = v.vue and p.semaine = t.semaine
)
select semaine, vue, not publiee as manquante, vide, provisoire, modele, fuseau, changees
from etat
where case when vide then publiee else not publiee or provisoire or modele or fuseau or cardinality(changees) > 0 end
order by semaine, vue
