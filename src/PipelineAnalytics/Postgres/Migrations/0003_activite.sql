-- What the windows of weeks and months read instead of raw events: one row per week, user and segment.

create table pipeline.segment (
  id               integer generated always as identity primary key,
  structure        varchar not null,
  type_utilisateur varchar not null,
  region           varchar not null,
  departement      varchar not null,
  unique (structure, type_utilisateur, region, departement)
);

comment on table pipeline.segment is 'The groups in which users are counted; a null in the event is NON RENSEIGNE here.';

create table pipeline.activite_hebdo (
  semaine        date     not null,
  id_utilisateur varchar  not null,
  segment        integer  not null,
  jours          integer  not null,
  nb_evenements  integer  not null,
  primary key (semaine, id_utilisateur, segment)
) partition by list (semaine);

comment on table  pipeline.activite_hebdo is 'One row per week, user and segment with an event. Derived from public.evenement_engagement; rebuilt by initialiser-les-vues.';
comment on column pipeline.activite_hebdo.jours is 'Days with an event, as bits: 1 Monday, 2 Tuesday, 4 Wednesday … 64 Sunday.';

create table pipeline.semaine (
  semaine       date   primary key,
  nb_evenements bigint not null,
  changement    bigint not null
);

comment on table  pipeline.semaine is 'One row per week with events.';
comment on column pipeline.semaine.changement is 'Number of the last change of the week''s events: a vue computed from an earlier one is stale.';

create sequence pipeline.changement;

create function pipeline.nom_de_partition(parent text, semaine date) returns text
language sql immutable as $$
  select parent || '_' || to_char(semaine, case when semaine < '0001-01-01' then 'YYYYMMDD"bc"' else 'YYYYMMDD' end)
$$;

-- Makes the partitions that some weeks need. A table is made aside and attached, because ATTACH lets readers and writers
-- of the other weeks go on, which CREATE TABLE … PARTITION OF does not.
--
-- Indexes of a week of events, and what each is for: the id (is it here? refuses an event twice), the user (analysts, and the
-- right to be forgotten), the date as ranges of blocks (a thousandth of a b-tree's size: rows come nearly in that order).
-- The check on jour lets the planner pass by the weeks that a filter on jour cannot mean.
create function pipeline.creer_les_partitions(semaines date[], evenements text default 'public.evenement_engagement') returns setof text
language plpgsql as $$
declare
  s date;
  partition text;
begin
  foreach s in array semaines loop
    partition := format('pipeline.%I', pipeline.nom_de_partition('evenement_engagement', s));
    if to_regclass(partition) is null then
      execute format('create table %s (like %s including defaults including comments, check (jour between %L and %L))', partition, evenements, s, s + 6);
      execute format('create unique index on %s (id)', partition);
      execute format('create index on %s (id_utilisateur)', partition);
      execute format('create index on %s using brin (date_evenement)', partition);
      execute format('alter table %s attach partition %s for values in (%L)', evenements, partition, s);
    end if;
    return next partition;

    partition := format('pipeline.%I', pipeline.nom_de_partition('activite_hebdo', s));
    if to_regclass(partition) is null then
      execute format('create table %s (like pipeline.activite_hebdo including defaults including comments)', partition);
      execute format('alter table pipeline.activite_hebdo attach partition %s for values in (%L)', partition, s);
    end if;
    return next partition;
  end loop;
end $$;

comment on function pipeline.creer_les_partitions is 'Makes the missing partitions of evenement_engagement and activite_hebdo for these Mondays; returns the names of all of theirs.';
