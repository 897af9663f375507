using System.Globalization;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Homework.Sandbox;

/// <summary>How the operating system keeps submissions apart.</summary>
public enum WallKind
{
    /// <summary>Bubblewrap: a file system of its own, no network, its own processes, another user.</summary>
    Bubblewrap,

    /// <summary>Namespaces without a network and with its own processes, and another user; files that everybody may read can be read.</summary>
    OtherUser,

    /// <summary>Namespaces of a user without rights; no network.</summary>
    OwnNamespace,

    /// <summary>Limits on resources only.</summary>
    LimitsOnly,

    /// <summary>Nothing but the watch of the grader.</summary>
    None,
}

/// <summary>What this system can enforce around the process of a submission, found by trying, and how such a process is started.</summary>
/// <remarks>
/// Time, output, and memory and processes by a look every tenth of a second are always enforced by the grader itself, and the rules on code
/// (<see cref="Rules.SubmissionRules"/>) come before any of it; a wall is what holds when those are passed.
/// </remarks>
public sealed record Walls(WallKind Kind)
{
    // Users that nobody has, another range for each grader of this machine: the system counts the processes of a user wherever they run, so that two
    // graders with one user between them would take each other's share. Where a container knows 65,536 users only, the range is one of two.
    private const int Users = 2048;
    private static readonly int FirstUser = Knows(0x7000_0000 + (Environment.ProcessId % 60_000 * Users)) ?? 61_000 + (Environment.ProcessId % 2 * Users);

    // What any program of the system needs to start.
    private static readonly string[] Everywhere = ["/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/alternatives", "/etc/ssl"];

    /// <summary>What is enforced and what not, a sentence each: shown before grading begins.</summary>
    public IReadOnlyList<string> Says => Kind switch
    {
        WallKind.Bubblewrap => ["each submission runs in a file system of its own, without a network, as a user without rights, and dies as a whole."],
        WallKind.OtherUser => ["each submission runs without a network, as a user without rights, and dies as a whole.", "NOT enforced: it could read files that everybody may read; install bubblewrap to hide them."],
        WallKind.OwnNamespace => ["each submission runs without a network and dies as a whole.", "NOT enforced: it runs as the user who grades and could read and change that user's files; install bubblewrap, or grade as root in a container."],
        WallKind.LimitsOnly => ["each submission has limits on processor time, memory, files and processes.", "NOT enforced: it has the network and the files of the user who grades; install bubblewrap, or grade in a container."],
        _ => ["NOT enforced by this system: network, files, processes; only time, output and memory are watched. Grade in a container or a virtual machine."],
    };

    /// <summary>The strongest wall that works here.</summary>
    /// <param name="nbkit">The program that will be run behind it, without a command.</param>
    public static Walls Find(CellServerCommand nbkit)
    {
        ArgumentNullException.ThrowIfNull(nbkit);
        var folder = Directory.CreateTempSubdirectory("nbkit-wall-").FullName;
        try
        {
            Open(folder);
            return new[] { WallKind.Bubblewrap, WallKind.OtherUser, WallKind.OwnNamespace, WallKind.LimitsOnly }
                .Select(kind => new Walls(kind)).FirstOrDefault(walls => walls.Holds(nbkit, folder)) ?? new Walls(WallKind.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How a submission's process is started behind this wall.</summary>
    /// <param name="server">How it is started without one.</param>
    /// <param name="folder">Its own folder; nothing else can be written.</param>
    /// <param name="limits">What it may use.</param>
    /// <param name="slot">Which of those that run side by side, from 0 to 2,047: each has a user of its own.</param>
    public CellServerCommand Around(CellServerCommand server, string folder, ChildLimits limits, int slot)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(limits);
        var user = (FirstUser + slot).ToString(CultureInfo.InvariantCulture);
        string[] inner = [.. Limits(limits, isOtherUser: Kind is WallKind.OtherUser || (Kind is WallKind.Bubblewrap && IsRoot)), server.Program, .. server.Arguments];
        string[] all = Kind switch
        {
            WallKind.Bubblewrap => ["bwrap", .. Bubble(server, folder, user), .. IsRoot ? Become(user) : [], .. inner],
            WallKind.OtherUser => ["unshare", "--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc", .. Become(user), .. inner],
            WallKind.OwnNamespace => ["unshare", "--user", "--map-root-user", "--net", "--ipc", "--pid", "--fork", "--kill-child", "--mount-proc", "setpriv", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", .. inner],
            WallKind.LimitsOnly => inner,
            _ => [server.Program, .. server.Arguments],
        };
        return new CellServerCommand(all[0], all[1..]) { Environment = Surroundings(folder, limits) };
    }

    /// <summary>Lets any user write into a submission's folder.</summary>
    internal static void Open(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        }
    }

    private static bool IsRoot => Environment.UserName == "root";

    // A line of the map: first user here, the same user outside, how many. Without a map (not Linux) no such user can be taken anyway.
    private static int? Knows(int user) => File.Exists("/proc/self/uid_map")
        && File.ReadLines("/proc/self/uid_map").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Any(map => long.Parse(map[0], CultureInfo.InvariantCulture) is var first && user >= first && user + Users <= first + long.Parse(map[2], CultureInfo.InvariantCulture)) ? user : null;

    private static string[] Become(string user) => ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"];

    private static string[] Limits(ChildLimits limits, bool isOtherUser)
    {
        if (OperatingSystem.IsWindows())
        {
            return [];
        }

        string[] always = ["prlimit", "--core=0", $"--cpu={(int)limits.Cpu.TotalSeconds}", $"--fsize={(long)limits.FileMegabytes << 20}", $"--nofile={limits.OpenFiles}"];

        // The system counts the processes of a user everywhere: with the grader's own user it would count the grader's.
        return isOtherUser ? [.. always, $"--nproc={limits.Tasks}"] : always;
    }

    private static List<string> Bubble(CellServerCommand server, string folder, string user)
    {
        // A grader who is root takes the other user for real: a user namespace would leave root's own in its place, whom no limit on processes holds.
        string[] apart = IsRoot
            ? ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"]
            : ["--unshare-all", "--uid", user, "--gid", user];
        List<string> arguments = [.. apart, "--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"];
        HashSet<string> made = ["/", "/tmp", "/proc", "/dev"];
        foreach (var place in Everywhere.Concat(Needed(server)).Where(Exists).Distinct())
        {
            arguments.AddRange([.. Way(place, made), "--ro-bind", place, place]);
        }

        arguments.AddRange([.. Way(folder, made), "--bind", folder, folder, "--chdir", folder, "--"]);
        return arguments;
    }

    // Folders on the way to a place are made anew inside, by default for root alone: the other user could not go through.
    private static IEnumerable<string> Way(string place, HashSet<string> made)
    {
        var parent = Path.GetDirectoryName(place);
        made.Add(place);
        return parent is null || !made.Add(parent) ? [] : [.. Way(parent, made), "--perms", "0755", "--dir", parent];
    }

    // The program, the runtime under it, and data that the course may read.
    private static IEnumerable<string> Needed(CellServerCommand server)
    {
        yield return AppContext.BaseDirectory.TrimEnd('/');
        yield return Path.GetDirectoryName(Path.GetFullPath(server.Program))!;
        yield return DotnetRoot;
        foreach (var data in DataFolders())
        {
            yield return data;
        }
    }

    // Where the library would look from here: the submission's own folder is elsewhere.
    private static IEnumerable<string> DataFolders()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "data");
            if (Directory.Exists(data))
            {
                yield return data;
            }
        }

        foreach (var named in (Environment.GetEnvironmentVariable("NOTEBOOKKIT_DATA") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return Path.GetFullPath(named);
        }
    }

    private static string DotnetRoot => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private static bool Exists(string place) => Path.Exists(place);

    private static Dictionary<string, string> Surroundings(string folder, ChildLimits limits)
    {
        Dictionary<string, string> all = new()
        {
            ["PATH"] = "/usr/bin:/bin:/usr/local/bin",
            ["LANG"] = "C.UTF-8",
            ["HOME"] = folder,
            ["TMPDIR"] = folder,
            ["DOTNET_ROOT"] = DotnetRoot,
            ["DOTNET_CLI_HOME"] = folder,
            ["DOTNET_GCHeapHardLimit"] = ((long)limits.Megabytes << 20).ToString("X", CultureInfo.InvariantCulture),

            // No sockets beside the program, and no file for each page of code: the limit on files would end it.
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_EnableWriteXorExecute"] = "0",
            ["DOTNET_TieredPGO"] = "0",
            ["NOTEBOOKKIT_OFFLINE"] = "1",
        };
        if (string.Join(Path.PathSeparator, DataFolders()) is { Length: > 0 } data)
        {
            all["NOTEBOOKKIT_DATA"] = data;
        }

        if (Environment.GetEnvironmentVariable("SystemRoot") is { } root)
        {
            all["SystemRoot"] = root;
        }

        return all;
    }

    // A wall that the system has but forbids here (a container often does) shows itself when the program is started behind it.
    private bool Holds(CellServerCommand nbkit, string folder)
    {
        if (OperatingSystem.IsWindows() || (Kind is WallKind.OtherUser && !IsRoot))
        {
            return false;
        }

        var command = Around(nbkit with { Arguments = [.. nbkit.Arguments, "--version"] }, folder, new ChildLimits(), 0);
        return Started.Succeeds(command, folder, TimeSpan.FromSeconds(60));
    }
}
