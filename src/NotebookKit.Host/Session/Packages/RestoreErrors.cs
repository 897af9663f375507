using System.Text.RegularExpressions;

namespace NotebookKit.Host.Session.Packages;

/// <summary>Says in a sentence why a restore failed.</summary>
internal static partial class RestoreErrors
{
    /// <summary>True when a feed could not be reached, so that it makes sense to go on without the network.</summary>
    public static bool IsNetwork(string output) => output.Contains("NU1301", StringComparison.Ordinal) || output.Contains("NU1300", StringComparison.Ordinal);

    public static CellRefusedException Refusal(string output, IReadOnlyDictionary<string, string> packages, IReadOnlyList<string> feeds)
    {
        if (output.Contains("No .NET SDKs were found", StringComparison.Ordinal))
        {
            return new CellRefusedException("#r \"nuget: ...\" needs the .NET SDK, and only a runtime is installed; install the SDK, or use #r \"file.dll\".");
        }

        var (code, message) = First(output);
        var name = Quoted().Match(message).Groups["name"].Value is { Length: > 0 } quoted ? quoted : PackageAfterWord().Match(message).Groups["name"].Value;
        var place = feeds.Count == 0 ? "the feeds of this machine" : $"the feeds of this machine or in {string.Join(", ", feeds)}";
        return new CellRefusedException(code switch
        {
            "NU1101" => $"#r nuget: there is no package {name} on {place}. Check the spelling; #i \"nuget: FOLDER-OR-URL\" adds a feed.",
            "NU1102" => $"#r nuget: {name} has no version that fits {Wanted(name, packages)}.{Nearest(output)}",
            "NU1103" => $"#r nuget: {name} has only pre-release versions that fit {Wanted(name, packages)}.{Nearest(output)} Write the version in full, or *-* for the newest.",
            "NU1202" or "NU1201" or "NU1213" => $"#r nuget: the package cannot be used here: {message}",
            "NU1107" or "NU1605" or "NU1608" or "NU1109" or "NU1106" => $"#r nuget: the wanted versions do not fit together, or not those already in use: {message} Restart the session to change a version.",
            "" => $"#r nuget: the restore failed: {Tail(output)}",
            _ => $"#r nuget: the restore failed: {code}: {message}",
        });
    }

    public static CellRefusedException Offline(string online, string offline, IReadOnlyDictionary<string, string> packages, IReadOnlyList<string> feeds)
    {
        var (_, reason) = First(online);
        var (code, message) = First(offline);
        var place = feeds.Count == 0 ? "the package cache" : $"the package cache or in {string.Join(", ", feeds)}";
        var missing = code is "NU1101" or "NU1102" or "NU1103" && PackageAfterWord().Match(message) is { Success: true } match
            ? $"{match.Groups["name"].Value} {packages.GetValueOrDefault(match.Groups["name"].Value)}".Trim() + $" is not in {place}"
            : $"without the network: {message}";
        return new CellRefusedException($"#r nuget: a feed cannot be reached ({reason}), and {missing}.");
    }

    private static (string Code, string Message) First(string output)
    {
        var match = ErrorLine().Match(output);
        return (match.Groups["code"].Value, match.Groups["message"].Value.Trim());
    }

    private static string Wanted(string name, IReadOnlyDictionary<string, string> packages) =>
        packages.FirstOrDefault(package => package.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "what another package needs";

    private static string Nearest(string output)
    {
        var versions = NearestVersion().Matches(output).Select(match => match.Groups["version"].Value).Distinct().ToArray();
        return versions.Length == 0 ? "" : $" The nearest is {string.Join(" or ", versions)}.";
    }

    private static string Tail(string output) => output.Length <= 600 ? output.Trim() : "..." + output[^600..].Trim();

    [GeneratedRegex(@"error (?<code>NU\d{4}): (?<message>[^\r\n]*?)(?= \[[^\]\r\n]*proj\]|\r|\n|$)")]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"[Pp]ackage (?<name>[\w.\-]*\w)")]
    private static partial Regex PackageAfterWord();

    [GeneratedRegex(@"[Pp]ackage '(?<name>[^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"Nearest version: (?<version>[^\s\]]+)")]
    private static partial Regex NearestVersion();
}
