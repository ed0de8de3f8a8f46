# Asks RT::SLA for due times, without a ticket: one JSON question a line, one JSON answer a line.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use JSON;
use RT;
RT::LoadConfig();
RT::Init();
require RT::SLA;
require RT::Queue;

my $json = JSON->new->canonical;
my %queues;
while ( my $line = <STDIN> ) {
    my $asked = $json->decode($line);
    my $queue = $queues{ $asked->{queue} } //= do {
        my $found = RT::Queue->new( RT->SystemUser );
        $found->Load( $asked->{queue} );
        $found;
    };
    my %answer;
    for my $type (qw(Response Resolve)) {
        my $due = RT::SLA->Due( Level => $asked->{level}, Type => $type, Time => $asked->{created}, Queue => $queue );
        # RT::Date takes whole seconds from 1 on; anything less means that there is no date.
        $answer{$type} = defined $due && $due > 0 ? int($due) : undef;
    }
    print $json->encode( \%answer ), "\n";
}
