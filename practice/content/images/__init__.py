"""Pictures the practitioner uploads: prepared when they are saved, shown as files that are there already."""
