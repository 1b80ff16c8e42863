-- What comes after a night: events of a week that is published, and some of the week that has just begun.
insert into evenement_engagement_hebdo (categorie, action, nom, code, id_utilisateur, type_utilisateur, structure, date_evenement)
(
  select categorie, action, nom, code, id_utilisateur, type_utilisateur, structure, timestamptz '2025-09-17 10:00+02'
  from evenement_engagement_hebdo
  where structure = 'MILO' and date_evenement < timestamptz '2025-09-15 00:00+02'
  order by id
  limit 40
)
union all
(
  select categorie, action, nom, code, id_utilisateur, type_utilisateur, structure, timestamptz '2025-09-29 00:30+02'
  from evenement_engagement_hebdo
  where structure = 'MILO' and date_evenement < timestamptz '2025-09-15 00:00+02'
  order by id
  limit 40
);
