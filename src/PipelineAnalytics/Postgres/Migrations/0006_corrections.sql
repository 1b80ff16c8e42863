-- Events are corrected now and then by hand (an UPDATE of past events, a DELETE of a test account). What derives from them must
-- follow: statements on public.evenement_engagement leave a note of the weeks and users they touched, and the next enrichment
-- counts those anew. The pipeline's own additions, which are counted as they come, leave none.

create table pipeline.correction (
  semaine        date,
  id_utilisateur varchar
);

comment on table pipeline.correction is 'Weeks and users whose events were changed and whose activity is to be counted anew.';

-- With the rights of its owner: whoever may change events need not have rights on the bookkeeping.
create function pipeline.noter_la_correction() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if current_setting('pipeline.interne', true) = 'on' then
    return null;
  end if;
  if tg_op in ('UPDATE', 'DELETE') then
    insert into pipeline.correction select distinct semaine, id_utilisateur from avant;
  end if;
  if tg_op in ('UPDATE', 'INSERT') then
    insert into pipeline.correction select distinct semaine, id_utilisateur from apres;
  end if;
  if tg_op = 'TRUNCATE' then
    insert into pipeline.correction select distinct semaine, id_utilisateur from pipeline.activite_hebdo;
    insert into pipeline.correction select semaine, null from pipeline.semaine;
  end if;
  return null;
end $$;

create trigger correction_insert after insert on pipeline.evenement_engagement
  referencing new table as apres for each statement execute function pipeline.noter_la_correction();
create trigger correction_update after update on pipeline.evenement_engagement
  referencing old table as avant new table as apres for each statement execute function pipeline.noter_la_correction();
create trigger correction_delete after delete on pipeline.evenement_engagement
  referencing old table as avant for each statement execute function pipeline.noter_la_correction();
create trigger correction_truncate after truncate on pipeline.evenement_engagement
  for each statement execute function pipeline.noter_la_correction();
