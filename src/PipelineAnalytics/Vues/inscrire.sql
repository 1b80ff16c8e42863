-- $1 vue, $2 first Monday, $3 last Monday, $4 instant, $5 fingerprint of the model, $6 zone, $7 Monday of the current week,
-- $8 milliseconds a week, $9 run
insert into pipeline.vue_semaine (vue, semaine, date_calcul, nb_evenements, changement, empreinte, fuseau, provisoire, duree_ms, suivi)
select $1, p.semaine, $4, coalesce(e.nb_evenements, 0),
       coalesce((select max(f.changement) from pipeline.semaine f where f.semaine between (p.semaine - interval '2 months')::date - 6 and p.semaine), 0),
       $5, $6, p.semaine >= $7, $8, $9::bigint
from (select lundi::date as semaine from generate_series($2::timestamp, $3::timestamp, interval '7 days') lundi) p
left join pipeline.semaine e using (semaine)
on conflict (vue, semaine) do update
set date_calcul = excluded.date_calcul, nb_evenements = excluded.nb_evenements, changement = excluded.changement,
    empreinte = excluded.empreinte, fuseau = excluded.fuseau, provisoire = excluded.provisoire,
    duree_ms = excluded.duree_ms, suivi = excluded.suivi
