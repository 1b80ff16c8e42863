-- Tables that come without rows ({tables}, an array of names): foreign keys of other tables to them could not hold.
do $$
declare
  cle record;
begin
  for cle in
    select k.conname, k.conrelid::regclass as de
    from pg_constraint k
    join pg_class vers on vers.oid = k.confrelid
    join pg_class de on de.oid = k.conrelid
    where k.contype = 'f' and k.conparentid = 0 and vers.relnamespace = to_regnamespace('public')
      and vers.relname = any ({tables}) and de.relname <> all ({tables})
  loop
    execute format('alter table %s drop constraint %I', cle.de, cle.conname);
    raise notice 'drop cascades to constraint % on table %', cle.conname, cle.de;
  end loop;
end $$;
