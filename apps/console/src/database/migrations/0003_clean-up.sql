ALTER TABLE "images" ADD COLUMN "used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "going_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "going_reason" text;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "clean_up" jsonb DEFAULT '{"unusedDays":null,"accountBytes":null,"untagged":false,"graceDays":7}'::jsonb NOT NULL;