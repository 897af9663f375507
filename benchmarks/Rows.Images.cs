using NotebookKit.Files;

namespace NotebookKit.Benchmarks;

/// <content>Decoding photographs of data/images, on one core. The peer is Pillow.</content>
internal static partial class Rows
{
    private static IEnumerable<Row> Pictures()
    {
        if (Folder() is not { } folder)
        {
            yield break;
        }

        foreach (string name in (string[])["china.jpg", "hubble_deep_field.jpg", "astronaut.png", "camera.png"])
        {
            byte[] file = File.ReadAllBytes(Path.Combine(folder, name));
            yield return new Row($"decode {name}", name.EndsWith(".png", StringComparison.Ordinal) ? () => Png.Decode(file) : () => Jpeg.Decode(file), Floor: 0.3, Goal: 0.5) { PeerScript = Row.Pillow };
        }
    }

    private static string? Folder()
    {
        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            string folder = Path.Combine(place.FullName, "data", "images");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }
}
