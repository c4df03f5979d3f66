namespace Sluice.Runtime.Maps;

/// <summary>The form of a fast lookup; see <see cref="FastLookup"/>.</summary>
unsafe delegate byte* LookupFunction(MapHeader* map, byte* key);
