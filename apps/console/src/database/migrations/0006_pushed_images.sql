ALTER TABLE "images" ADD COLUMN "pushed" text;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "pushed_id" text;