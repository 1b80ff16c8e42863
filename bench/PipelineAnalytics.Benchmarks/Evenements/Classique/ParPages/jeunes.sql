-- The second: the agency of jeunes' counsellors, of every event that has none, and the structure of those of MILO, which would else be a
-- fourth. An old event that still finds no agency is read, but not written again.
update evenement_engagement e
set agence = a.nom_agence, departement = a.code_departement, region = a.nom_region,
    structure = case when e.structure in ('MILO', 'MILO_PACEA') and j.structure = 'MILO'
                     then case j.dispositif when 'PACEA' then 'MILO_PACEA' when 'CEJ' then 'MILO' else e.structure end
                     else e.structure end
from jeune j
left join conseiller c on c.id = j.id_conseiller
left join agence a on a.id = c.id_agence
where e.agence is null and e.type_utilisateur = 'JEUNE' and j.id = e.id_utilisateur and (a.id is not null or e.semaine is null)
