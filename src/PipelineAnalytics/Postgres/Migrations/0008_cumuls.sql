-- What the vues read instead of raw events: two rollups by week, in small keys. Windows of weeks and months come from the users'
-- activity, features from their use. A number takes four bytes where an identifier takes thirty-seven and is compared many times
-- faster; and a user's identifier stands in one place only, beside his number.
--
-- Rows are added by each enrichment and never updated: several may say the same week, user and group, and readers add them up.
-- A week is read whole; the activity alone has an index, of users, for those whose agency was found and who are counted anew.
drop table pipeline.activite_hebdo;

create table pipeline.utilisateur (
  numero         integer generated always as identity primary key,
  id_utilisateur varchar not null unique
);

comment on table pipeline.utilisateur is 'The number of each user in the rollups.';

create table pipeline.fonctionnalite (
  numero           integer generated always as identity primary key,
  structure        varchar,
  type_utilisateur varchar,
  categorie        varchar,
  action           varchar,
  nom              varchar,
  action_creee     boolean not null,
  -- By hash: a b-tree refuses long texts, and one odd event would stop all the others.
  constraint fonctionnalite_maille exclude using hash ((array[structure, type_utilisateur, categorie, action, nom, action_creee::text]::text[]) with =)
);

comment on table  pipeline.fonctionnalite is 'What was used, by whom: the groups of the fonctionnalités vues. A null is a value like another.';
comment on column pipeline.fonctionnalite.action_creee is 'The event''s code begins with ACTION_CREEE.';

create table pipeline.activite_hebdo (
  semaine       date    not null,
  segment       integer not null,
  utilisateur   integer not null,
  jours         integer not null,
  nb_evenements integer not null
) partition by list (semaine);

comment on table  pipeline.activite_hebdo is 'Activity of each user by week and segment, one or more rows: OR the days, add the events. Derived from public.evenement_engagement.';
comment on column pipeline.activite_hebdo.segment is 'pipeline.segment.id';
comment on column pipeline.activite_hebdo.utilisateur is 'pipeline.utilisateur.numero';
comment on column pipeline.activite_hebdo.jours is 'Days with an event, as bits: 1 Monday, 2 Tuesday, 4 Wednesday … 64 Sunday.';

create table pipeline.usage_hebdo (
  semaine        date    not null,
  fonctionnalite integer not null,
  utilisateur    integer,
  nb_evenements  integer not null
) partition by list (semaine);

comment on table  pipeline.usage_hebdo is 'Use of each feature by week and user, one or more rows: add the events. Every event that has a week is in it. Derived from public.evenement_engagement.';
comment on column pipeline.usage_hebdo.fonctionnalite is 'pipeline.fonctionnalite.numero';
comment on column pipeline.usage_hebdo.utilisateur is 'pipeline.utilisateur.numero; null is nobody.';

-- The local date of an instant. The instants within a day of timestamptz's ends have no local time: those, and they alone, are told
-- in UTC. (Production has no function of ours: EvenementColumns.LocalDay and empreintes_source.sql say the same there.)
create function pipeline.jour_local(instant timestamptz, fuseau text) returns date
language sql immutable parallel safe as $$
  select (instant at time zone case when instant between '4714-11-25 00:00+00 BC' and '294276-12-31 00:00+00' then fuseau else 'UTC' end)::date
$$;

-- An id mixed, so that a sum of these tells which ids were summed (Jobs/ChargerLesEvenements/empreintes_source.sql).
create function pipeline.melange(id bigint) returns bigint
language sql immutable parallel safe as $$
  select ((id & 65535) * 86980551294885) # ((id & 65535) * 86980551294885 >> 29)
$$;

-- Weeks whose rollups are to be made anew from the events: all of them now, and whenever the rules of counting change
-- (pipeline.reglage, cumuls).
create table pipeline.semaine_a_recompter (
  semaine date primary key
);

insert into pipeline.semaine_a_recompter (semaine)
select semaine from pipeline.semaine
union
select semaine from pipeline.correction where semaine is not null;

-- Indexes of a week of events, and what each is for: the id (is it here? refuses an event twice in the week), the user (analysts, and the
-- right to be forgotten; a hash takes half of a b-tree's time to add to, and nobody asks for users in order), the date as ranges
-- of blocks (a thousandth of a b-tree's size: rows come nearly in that order).
-- The check on jour lets the planner pass by the weeks that a filter on jour cannot mean.
create or replace function pipeline.creer_les_partitions(semaines date[], evenements text default 'public.evenement_engagement') returns setof text
language plpgsql as $$
declare
  s date;
  partition text;
  cumul text;
begin
  foreach s in array semaines loop
    partition := format('pipeline.%I', pipeline.nom_de_partition('evenement_engagement', s));
    if to_regclass(partition) is null then
      execute format('create table %s (like %s including defaults including comments, check (jour is not null and jour between %L and %L))', partition, evenements, s, s + 6);
      execute format('create unique index on %s (id)', partition);
      execute format('create index on %s using hash (id_utilisateur)', partition);
      execute format('create index on %s using brin (date_evenement)', partition);
      execute format('alter table %s attach partition %s for values in (%L)', evenements, partition, s);
    end if;
    return next partition;

    foreach cumul in array array['activite_hebdo', 'usage_hebdo'] loop
      partition := format('pipeline.%I', pipeline.nom_de_partition(cumul, s));
      if to_regclass(partition) is null then
        execute format('create table %s (like pipeline.%I including defaults including comments)', partition, cumul);
        if cumul = 'activite_hebdo' then
          execute format('create index on %s (utilisateur)', partition);
        end if;
        execute format('alter table pipeline.%I attach partition %s for values in (%L)', cumul, partition, s);
      end if;
      return next partition;
    end loop;
  end loop;
end $$;

comment on function pipeline.creer_les_partitions is 'Makes the missing partitions of evenement_engagement, activite_hebdo and usage_hebdo for these Mondays; returns the names of all of theirs.';

-- Notes say by how many events a week grew or shrank, so that it need not be counted whole.
alter table pipeline.correction add column ecart bigint not null default 0;

comment on column pipeline.correction.ecart is 'Events that came (above zero) or went.';

create or replace function pipeline.noter_la_correction() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if current_setting('pipeline.interne', true) = 'on' then
    return null;
  end if;
  if tg_op in ('UPDATE', 'DELETE') then
    insert into pipeline.correction (semaine, id_utilisateur, ecart) select semaine, id_utilisateur, -count(*) from avant group by 1, 2;
  end if;
  if tg_op in ('UPDATE', 'INSERT') then
    insert into pipeline.correction (semaine, id_utilisateur, ecart) select semaine, id_utilisateur, count(*) from apres group by 1, 2;
  end if;
  if tg_op = 'TRUNCATE' then
    insert into pipeline.correction (semaine, id_utilisateur)
    select c.semaine, u.id_utilisateur
    from (select distinct semaine, utilisateur from pipeline.usage_hebdo) c
    left join pipeline.utilisateur u on u.numero = c.utilisateur
    union all
    select null, id_utilisateur from public.evenement_engagement_jeune
    union all
    select null, id_utilisateur from pipeline.conseiller_ae;
    -- With the notes that wait, all of them come to none.
    insert into pipeline.correction (semaine, ecart)
    select semaine, -sum(nb)
    from (select semaine, nb_evenements as nb from pipeline.semaine union all select semaine, ecart from pipeline.correction where semaine is not null) s
    group by semaine;
  end if;
  return null;
end $$;

-- Every night some of each user's counts move: with room in the page a new version needs no new entry in the index.
alter table public.evenement_engagement_jeune set (fillfactor = 75);
