-- Adds the events of evenement_a_cumuler to the weekly activity of their users. That name is a table of what was just
-- enriched, or a view of whole weeks whose activity is built anew: one definition serves both.
insert into pipeline.segment (structure, type_utilisateur, region, departement)
select distinct coalesce(structure, 'NON RENSEIGNE'), coalesce(type_utilisateur, 'NON RENSEIGNE'),
                coalesce(region, 'NON RENSEIGNE'), coalesce(departement, 'NON RENSEIGNE')
from evenement_a_cumuler
where id_utilisateur is not null and semaine is not null
on conflict do nothing;

insert into pipeline.activite_hebdo as a (semaine, id_utilisateur, segment, jours, nb_evenements)
select e.semaine, e.id_utilisateur, s.id, bit_or(1 << (e.jour - e.semaine)), count(*)
from evenement_a_cumuler e
join pipeline.segment s
  on s.structure = coalesce(e.structure, 'NON RENSEIGNE') and s.type_utilisateur = coalesce(e.type_utilisateur, 'NON RENSEIGNE')
 and s.region = coalesce(e.region, 'NON RENSEIGNE') and s.departement = coalesce(e.departement, 'NON RENSEIGNE')
where e.id_utilisateur is not null and e.semaine is not null
group by e.semaine, e.id_utilisateur, s.id
on conflict (semaine, id_utilisateur, segment) do update
set jours = a.jours | excluded.jours, nb_evenements = a.nb_evenements + excluded.nb_evenements;
