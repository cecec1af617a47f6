ALTER TABLE "backends" ADD COLUMN "allow_unmapped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "backends" SET "allow_unmapped" = "allow_unhardened", "allow_unhardened" = false WHERE "name" = 'local' AND "managed" = 'settings' AND "url" LIKE 'unix:%';
