using System.ComponentModel;
using System.Diagnostics;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Homework.Sandbox;

/// <summary>Runs a command only to see whether it works.</summary>
internal static class Started
{
    /// <summary>True when it ends by itself in time with exit code 0.</summary>
    public static bool Succeeds(CellServerCommand command, string folder, TimeSpan time)
    {
        ProcessStartInfo start = new(command.Program)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        command.ApplyTo(start);
        try
        {
            using var process = Process.Start(start);
            if (process is null)
            {
                return false;
            }

            process.StandardInput.Close();
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(time))
            {
                return process.ExitCode == 0;
            }

            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }
}
