-- The first of three UPDATEs: the agency of counsellors, of every event that has none.
update evenement_engagement e
set agence = a.nom_agence, departement = a.code_departement, region = a.nom_region
from conseiller c
join agence a on a.id = c.id_agence
where e.agence is null and e.type_utilisateur = 'CONSEILLER' and c.id = e.id_utilisateur
