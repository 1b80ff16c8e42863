-- A b-tree on each column but code: thirteen.
alter table evenement_engagement add primary key (id);
create index on evenement_engagement (date_evenement);
create index on evenement_engagement (categorie);
create index on evenement_engagement (action);
create index on evenement_engagement (nom);
create index on evenement_engagement (id_utilisateur);
create index on evenement_engagement (type_utilisateur);
create index on evenement_engagement (structure);
create index on evenement_engagement (semaine);
create index on evenement_engagement (jour);
create index on evenement_engagement (agence);
create index on evenement_engagement (departement);
create index on evenement_engagement (region);
