using System.Reflection;

namespace NotebookKit.Checks;

/// <summary>Marks a class whose public static methods without parameters define checks; such classes are found in every loaded assembly.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CheckSetAttribute : Attribute;

/// <summary>Checks by name, and what each found last.</summary>
public sealed class CheckBook
{
    private readonly Lock gate = new();
    private readonly List<CheckDefinition> checks = [];
    private readonly Dictionary<string, CheckResult> results = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Assembly> searched = [];

    /// <summary>The checks of this notebook.</summary>
    public static CheckBook Session { get; } = new();

    /// <summary>The checks in the order in which they were defined.</summary>
    public IReadOnlyList<CheckDefinition> Checks
    {
        get
        {
            lock (gate)
            {
                return [.. checks];
            }
        }
    }

    /// <summary>What is added to the seed of every check that runs: a grader's inputs are others than those that the student has seen.</summary>
    public long SeedShift { get; set; }

    /// <summary>Adds a check, or replaces the one of that name in its place; what an earlier one of the name has found is forgotten.</summary>
    public void Add(CheckDefinition check)
    {
        ArgumentNullException.ThrowIfNull(check);
        lock (gate)
        {
            results.Remove(check.Name);
            int place = checks.FindIndex(other => IsNamed(other, check.Name));
            if (place < 0)
            {
                checks.Add(check);
            }
            else
            {
                checks[place] = check;
            }
        }
    }

    /// <summary>Forgets all checks and what they found, as a new session begins with none; the sets of loaded assemblies are found again.</summary>
    internal void Forget()
    {
        lock (gate)
        {
            checks.Clear();
            results.Clear();
            searched.Clear();
        }
    }

    /// <summary>The check of a name, or null.</summary>
    public CheckDefinition? Find(string name)
    {
        lock (gate)
        {
            return checks.Find(check => IsNamed(check, name));
        }
    }

    /// <summary>What a check found when it last ran; null before.</summary>
    public CheckResult? ResultOf(string name)
    {
        lock (gate)
        {
            return results.GetValueOrDefault(name);
        }
    }

    /// <summary>Runs a check and keeps what it found.</summary>
    /// <param name="check">The check.</param>
    /// <param name="student">Where the student's code is; null when the check knows it itself.</param>
    /// <param name="cancellation">Asks it to stop.</param>
    public CheckResult Run(CheckDefinition check, IStudentCode? student = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(check);
        CheckResult result = CheckRunner.Run(check with { Seed = check.Seed + SeedShift }, student, cancellation);
        lock (gate)
        {
            results[check.Name] = result;
        }

        return result;
    }

    /// <summary>Where every check stands.</summary>
    public CheckOverview Overview()
    {
        lock (gate)
        {
            return new CheckOverview([.. checks.Select(check => new CheckStanding(check.Name, check.Title, check.Points, results.GetValueOrDefault(check.Name)?.Status))]);
        }
    }

    /// <summary>Runs the classes marked with <see cref="CheckSetAttribute"/> in assemblies that were not searched before.</summary>
    /// <exception cref="InvalidOperationException">One of them threw; the message says which.</exception>
    public void Discover(IEnumerable<Assembly> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        foreach (Assembly assembly in assemblies)
        {
            lock (gate)
            {
                if (assembly.IsDynamic || IsOfTheFramework(assembly) || !searched.Add(assembly))
                {
                    continue;
                }
            }

            foreach (Type set in ExportedTypes(assembly).Where(type => type.GetCustomAttribute<CheckSetAttribute>() is not null))
            {
                foreach (MethodInfo method in set.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.GetParameters().Length == 0 && !method.IsGenericMethod && !method.IsSpecialName))
                {
                    try
                    {
                        method.Invoke(null, null);
                    }
                    catch (TargetInvocationException e)
                    {
                        throw new InvalidOperationException($"The checks of {set.FullName}.{method.Name} could not be defined: {e.InnerException?.Message}", e);
                    }
                }
            }
        }
    }

    private static bool IsNamed(CheckDefinition check, string name) => string.Equals(check.Name, name, StringComparison.OrdinalIgnoreCase);

    private static bool IsOfTheFramework(Assembly assembly) => assembly.GetName().Name is not { } name
        || name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "mscorlib" or "netstandard";

    // An assembly whose own references are missing has no checks that could run.
    private static Type[] ExportedTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetExportedTypes();
        }
        catch (Exception e) when (e is IOException or TypeLoadException or ReflectionTypeLoadException or NotSupportedException)
        {
            return [];
        }
    }
}
