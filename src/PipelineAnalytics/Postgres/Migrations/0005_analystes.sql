-- For analysts: each user's first and last event and counts, kept up as events are enriched, never by reading history.

create table public.evenement_engagement_jeune (
  id_utilisateur            varchar not null,
  structure                 varchar,
  nb_action_cree            integer not null,
  nb_message_envoye         integer not null,
  nb_consultation_rdv       integer not null,
  nb_consultation_offre     integer not null,
  nb_postuler_offre         integer not null,
  nb_consultation_evenement integer not null,
  date_premier_ae           timestamptz,
  date_dernier_ae           timestamptz,
  constraint evenement_engagement_jeune_maille unique nulls not distinct (id_utilisateur, structure)
);

comment on table  public.evenement_engagement_jeune is 'Une ligne par jeune et structure de ses événements (type_utilisateur JEUNE).';
comment on column public.evenement_engagement_jeune.id_utilisateur is 'Identifiant du jeune.';
comment on column public.evenement_engagement_jeune.structure is 'Structure des événements, après enrichissement.';
comment on column public.evenement_engagement_jeune.nb_action_cree is 'Action / Création, ou code commençant par ACTION_CREEE. Casse ignorée, ici et ci-dessous.';
comment on column public.evenement_engagement_jeune.nb_message_envoye is 'Message, action commençant par Envoi.';
comment on column public.evenement_engagement_jeune.nb_consultation_rdv is 'Rendez-vous / Consultation.';
comment on column public.evenement_engagement_jeune.nb_consultation_offre is 'Offre / Recherche, Détail ou Favori.';
comment on column public.evenement_engagement_jeune.nb_postuler_offre is 'Offre / Postuler.';
comment on column public.evenement_engagement_jeune.nb_consultation_evenement is 'Catégorie Evénement.';
comment on column public.evenement_engagement_jeune.date_premier_ae is 'Date du premier événement.';
comment on column public.evenement_engagement_jeune.date_dernier_ae is 'Date du dernier événement.';

-- The same dates of counsellors are columns of public.conseiller, which the mirror makes anew every night: they are kept here.
create table pipeline.conseiller_ae (
  id_utilisateur  varchar primary key,
  date_premier_ae timestamptz,
  date_dernier_ae timestamptz
);
