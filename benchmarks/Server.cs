using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Benchmarks;

/// <summary>Our rows for a <see cref="Peer"/> in another process: a line {"row", "seconds"} comes in, a line of samples goes out.</summary>
internal static class Server
{
    private const double SecondsToWarm = 0.4;

    /// <summary>Answers until the input ends.</summary>
    public static int Run()
    {
        Console.WriteLine(JsonSerializer.Serialize(new { ready = "NotebookKit" }));
        string? warm = null;
        while (Console.ReadLine() is { } line)
        {
            JsonNode asked = JsonNode.Parse(line)!;
            string name = (string)asked["row"]!;
            if (Rows.All.FirstOrDefault(row => row.Name == name) is not { } row)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { error = "unknown" }));
                continue;
            }

            if (warm != name)
            {
                _ = Stopclock.Samples(row.Work, SecondsToWarm);
                warm = name;
            }

            Console.WriteLine(JsonSerializer.Serialize(new { samples = Stopclock.Samples(row.Work, (double)asked["seconds"]!) }));
        }

        return 0;
    }
}
