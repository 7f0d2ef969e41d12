import type { Cell } from '../store/column.ts';

/** Returns the cells that the portal itself sets in a new contact (contract §2, "Writes"). */
export function newContactCells(now: number, userId: number): Record<string, Cell> {
  return {
    createdTime: now,
    updatedTime: now,
    createdBy: userId,
    updatedBy: userId,
    assignedById: userId,
    lastActivityBy: userId,
    lastActivityTime: now,
    opened: 1,
    export: 1,
  };
}
