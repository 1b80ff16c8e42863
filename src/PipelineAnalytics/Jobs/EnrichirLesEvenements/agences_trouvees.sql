-- $1 today, $2 days of patience
-- Of those who had no agency when their events were enriched, who has one in today's mirror?
with perime as (
  delete from pipeline.utilisateur_sans_agence where depuis < $1::date - $2::integer
)
insert into agence_trouvee (semaine, id_utilisateur, type_utilisateur, agence, departement, region)
select u.semaine, u.id_utilisateur, u.type_utilisateur, a.nom_agence::text, a.code_departement::text, a.nom_region::text
from pipeline.utilisateur_sans_agence u
left join public.jeune j on u.type_utilisateur = 'JEUNE' and j.id::text = u.id_utilisateur
join public.conseiller c on c.id::text = case u.type_utilisateur when 'CONSEILLER' then u.id_utilisateur else j.id_conseiller::text end
join public.agence a on a.id::text = c.id_agence::text
where u.depuis >= $1::date - $2::integer and num_nonnulls(a.nom_agence, a.code_departement, a.nom_region) > 0
