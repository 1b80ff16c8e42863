-- $1 today: notes whose events found no agency, to try them again.
insert into pipeline.utilisateur_sans_agence (semaine, id_utilisateur, type_utilisateur, depuis)
select distinct semaine, id_utilisateur, type_utilisateur, $1::date
from evenement_a_cumuler
where semaine is not null and id_utilisateur is not null and type_utilisateur in ('JEUNE', 'CONSEILLER')
  and num_nonnulls(agence, departement, region) = 0
on conflict do nothing
