// Where the templates of a command's context are, with the check of what only the running server knows:
// types, agents and models.

import type { Template } from '../../config/templates/template.js';
import { sessionsOfTemplate } from '../../config/templates/template.js';
import type { TemplatePlaces } from '../../session/templates/known-templates.js';
import type { CommandContext } from '../command.js';
import { findAnswererFaults } from '../projects/session-faults.js';

export const templatePlaces = ({
  config,
  inspection,
  coordinator,
}: Pick<CommandContext, 'config' | 'inspection' | 'coordinator'>): TemplatePlaces => ({
  templates: config.templates,
  configProblems: inspection.configProblems(),
  configFile: inspection.paths.configFile,
  templatesDir: inspection.paths.templatesDir,
  faultsOf: (template: Template) =>
    sessionsOfTemplate(template).flatMap((session) =>
      findAnswererFaults(session, { types: coordinator.types, agents: coordinator.agents, config }).map(
        ({ key, message }) => ({ path: [...session.at, key], message }),
      ),
    ),
});
