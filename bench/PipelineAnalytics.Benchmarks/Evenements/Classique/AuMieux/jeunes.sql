-- The second: the agency of jeunes' counsellors, and the structure of those of MILO, which would else be a fourth; of the new events only.
update evenement_engagement e
set agence = a.nom_agence, departement = a.code_departement, region = a.nom_region,
    structure = case when e.structure in ('MILO', 'MILO_PACEA') and j.structure = 'MILO'
                     then case j.dispositif when 'PACEA' then 'MILO_PACEA' when 'CEJ' then 'MILO' else e.structure end
                     else e.structure end
from jeune j
left join conseiller c on c.id = j.id_conseiller
left join agence a on a.id = c.id_agence
where e.semaine is null and e.type_utilisateur = 'JEUNE' and j.id = e.id_utilisateur
