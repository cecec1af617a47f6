ALTER TABLE "images" ADD COLUMN "recommended" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "removing" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "name" text GENERATED ALWAYS AS (substring(reference from '^[^/]+/[^/]+/(.*)$')) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "content_id" text;--> statement-breakpoint
CREATE INDEX "containers_image" ON "containers" USING btree ("image");--> statement-breakpoint
CREATE INDEX "images_shared" ON "images" USING btree ("owner") WHERE shared;--> statement-breakpoint
CREATE INDEX "images_name" ON "images" USING btree ("name");--> statement-breakpoint
UPDATE "images" SET "recommended" = true WHERE "shared" AND "name" = 'welcome:latest';
