-- $1 vues, $2 fingerprints of their models, $3 zone, $4 Monday of the current week
-- A week counts as changed when any week of its two-month window did.
select s.semaine
from pipeline.semaine s
where s.nb_evenements > 0 and s.semaine between '0001-01-08' and $4::date - 7
  and exists (
    select
    from unnest($1::text[], $2::text[]) v (vue, empreinte)
    left join pipeline.vue_semaine p on p.vue = v.vue and p.semaine = s.semaine
    where p.semaine is null or p.provisoire or p.empreinte <> v.empreinte or p.fuseau <> $3
       or p.changement < (select max(f.changement) from pipeline.semaine f where f.semaine between (s.semaine - interval '2 months')::date - 6 and s.semaine)
  )
order by s.semaine
