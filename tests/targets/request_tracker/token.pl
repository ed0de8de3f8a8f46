# Prints a token for the REST interface.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT;
RT::LoadConfig();
RT::Init();
require RT::AuthToken;
my $user = RT::User->new( RT->SystemUser );
$user->Load('root');
my ( undef, undef, $token ) = RT::AuthToken->new( RT->SystemUser )->Create( Owner => $user->id, Description => 'test' );
print $token;
