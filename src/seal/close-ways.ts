// Loaded by every document of the app before anything else: what runs later finds the ways out already closed.
import { closeRealm } from './closed-realm.ts';
import { guardNavigation } from './guarded-navigation.ts';

closeRealm(window);
guardNavigation();
